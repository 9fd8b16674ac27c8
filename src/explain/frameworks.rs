//! How a cause is mended in common frameworks, by cause.

/// Advice by framework.
pub(crate) type Advice = &'static [(&'static str, &'static str)];

/// For mistakes that have no cause in a framework.
pub(crate) const NONE: Advice = &[];

/// Getting at the bytes that travelled, before anything parses them.
pub(crate) const RAW_BODY: Advice = &[
    (
        "Express",
        "mount `express.raw({ type: \"*/*\" })` on this route before any `express.json()`, verify `req.body` (a Buffer), then parse it; or keep the bytes with the `verify` option of `express.json`",
    ),
    (
        "Next.js",
        "in a route handler verify `Buffer.from(await request.arrayBuffer())`, not `await request.text()`, which loses bytes that are no UTF-8, and only then `JSON.parse` it; in `pages/api` export `config = { api: { bodyParser: false } }` and collect the stream",
    ),
    (
        "Flask",
        "verify `request.get_data()`, called before `request.form` or `request.json`",
    ),
    (
        "Django",
        "verify `request.body`, read before `request.POST`; in Django REST Framework the same, not `request.data`",
    ),
    (
        "FastAPI",
        "verify `await request.body()`; do not declare a model as the parameter of the route and write it out again",
    ),
    ("Rails", "verify `request.raw_post`, not `params.to_json`"),
    (
        "Laravel",
        "verify `$request->getContent()`, not `json_encode($request->all())`",
    ),
    (
        "Spring",
        "take `@RequestBody byte[] body`, verify it, then hand it to the `ObjectMapper`",
    ),
    (
        "API Gateway",
        "with a proxy integration verify `event.body`, decoded from base64 where `event.isBase64Encoded` is true; a mapping template must not re-write the body",
    ),
    (
        "Cloudflare Workers",
        "verify `await request.arrayBuffer()` of `request.clone()`, then parse",
    ),
    (
        "axum",
        "extract `Bytes` rather than `Json<T>`, verify, then `serde_json::from_slice`",
    ),
    (
        "actix",
        "extract `web::Bytes` rather than `web::Json<T>`, verify, then `serde_json::from_slice`",
    ),
];

/// Bodies that a text layer decoded.
pub(crate) const BYTES_NOT_TEXT: Advice = &[
    (
        "Express",
        "use `express.raw`, and hand the Buffer to `createHmac(…).update(…)` without `toString(\"ascii\")` or `\"latin1\"`",
    ),
    (
        "Next.js",
        "use `await request.arrayBuffer()`; collect stream chunks in a Buffer, not by adding strings",
    ),
    ("Flask", "`request.get_data()` without `as_text=True`"),
    ("Django", "`request.body` is bytes already; do not decode it"),
    (
        "FastAPI",
        "`await request.body()` is bytes already; do not decode it",
    ),
    (
        "Rails",
        "`request.raw_post` is binary; do not `force_encoding` or `encode` it",
    ),
    (
        "Laravel",
        "`$request->getContent()` is binary; no `utf8_encode` or `mb_convert_encoding`",
    ),
    (
        "Spring",
        "take `byte[]`, not `String`: a `String` is decoded by the charset of the content type, which is ISO-8859-1 by default",
    ),
    (
        "API Gateway",
        "decode `event.body` with `Buffer.from(event.body, event.isBase64Encoded ? \"base64\" : \"utf8\")`, never as ASCII",
    ),
    (
        "Cloudflare Workers",
        "`await request.arrayBuffer()`, not `text()`",
    ),
    ("axum", "extract `Bytes`, not `String`"),
    ("actix", "extract `web::Bytes`, not `String`"),
];

/// Bodies that something read before the verifier did.
pub(crate) const BODY_CONSUMED: Advice = &[
    (
        "Express",
        "an earlier body parser has read the stream; mount `express.raw` first",
    ),
    (
        "Next.js",
        "a body can be read once; verify the text that you read, or read `request.clone()`",
    ),
    (
        "Flask",
        "`request.get_data()` is empty once `request.form` was read; call it first, with `cache=True`",
    ),
    (
        "Django",
        "`request.body` raises or is empty once the stream or `request.POST` was read; read it first",
    ),
    (
        "FastAPI",
        "a middleware that reads the stream must put the body back",
    ),
    (
        "Rails",
        "rewind `request.body` before and after reading it, or use `request.raw_post`",
    ),
    (
        "Laravel",
        "`php://input` is empty for `multipart/form-data`; use `$request->getContent()`",
    ),
    (
        "Spring",
        "`getParameter` reads the body of a form; wrap the request so that its bytes are kept, before any filter reads it",
    ),
    (
        "API Gateway",
        "`event.body` is null where the integration drops it; use a proxy integration",
    ),
    (
        "Cloudflare Workers",
        "read `request.clone()` where something else reads the body too",
    ),
    ("axum", "the body can be extracted once, and last; take `Bytes`"),
    ("actix", "the body can be extracted once; take `web::Bytes`"),
];

/// Signed forms that a framework takes apart.
pub(crate) const FORM: Advice = &[
    (
        "Express",
        "`express.urlencoded` takes the form apart; use `express.raw({ type: \"application/x-www-form-urlencoded\" })` and parse after verifying",
    ),
    ("Flask", "`request.get_data()` before `request.form`"),
    ("Django", "`request.body` before `request.POST`"),
    ("FastAPI", "`await request.body()` before `await request.form()`"),
    ("Rails", "`request.raw_post`, not `params`"),
    ("Laravel", "`$request->getContent()`, not `$request->all()`"),
    (
        "Spring",
        "take `@RequestBody byte[]`; parameters are decoded already",
    ),
];

/// Bodies that a gateway handed over in base64.
pub(crate) const GATEWAY: Advice = &[
    (
        "API Gateway",
        "decode `event.body` from base64 where `event.isBase64Encoded` is true, and verify the bytes",
    ),
    (
        "Cloudflare Workers",
        "pass `arrayBuffer()` on, not a base64 text of it",
    ),
    (
        "Next.js",
        "behind a serverless adapter make sure that it decodes `isBase64Encoded` events",
    ),
];

/// The public URL behind a proxy.
pub(crate) const PUBLIC_URL: Advice = &[
    (
        "Express",
        "`app.set(\"trust proxy\", …)` for your proxy, then `req.protocol`, `req.hostname` and `req.originalUrl`; best configure the public URL",
    ),
    (
        "Next.js",
        "`request.url` is the internal URL; build it from the configured public origin and `request.nextUrl.pathname` with its search",
    ),
    (
        "Flask",
        "wrap the app in werkzeug's `ProxyFix(app.wsgi_app, x_proto=1, x_host=1)` and use `request.url`",
    ),
    (
        "Django",
        "`SECURE_PROXY_SSL_HEADER` and `USE_X_FORWARDED_HOST`, then `request.build_absolute_uri()`",
    ),
    (
        "FastAPI",
        "run uvicorn with `--proxy-headers --forwarded-allow-ips`, then `str(request.url)`",
    ),
    (
        "Rails",
        "`config.assume_ssl` or trusted proxies, then `request.original_url`",
    ),
    (
        "Laravel",
        "configure `TrustProxies`, then `$request->fullUrl()`; note that it sorts the query",
    ),
    (
        "Spring",
        "`server.forward-headers-strategy=framework`, then the URL from `ServletUriComponentsBuilder.fromCurrentRequest()`",
    ),
    (
        "API Gateway",
        "the stage stands in the path: use `event.requestContext.domainName` with `event.rawPath` and `event.rawQueryString`",
    ),
    (
        "Cloudflare Workers",
        "`request.url` is the public URL unless a route re-writes it",
    ),
    (
        "axum",
        "`OriginalUri` has path and query; add the configured public origin",
    ),
    (
        "actix",
        "`req.connection_info()` has scheme and host of trusted proxies; add `req.uri()`",
    ),
];

/// Secrets as they come from settings.
pub(crate) const SETTINGS: Advice = &[
    (
        "Express",
        "`process.env.SECRET.trim()`; a `.env` file keeps quotes and blanks that your loader does not know",
    ),
    (
        "Next.js",
        "the same; a variable that was pasted into a dashboard keeps its line end",
    ),
    (
        "Django",
        "strip what `open(path).read()` of a mounted secret returns",
    ),
    (
        "Flask",
        "strip what `open(path).read()` of a mounted secret returns",
    ),
    (
        "Rails",
        "`Rails.application.credentials` keeps a line end of a block scalar (`|`); write `|-`",
    ),
    ("Laravel", "`trim(config(\"services.webhook.secret\"))`"),
    ("Spring", "`@Value` keeps trailing blanks of a `.properties` file"),
    (
        "Cloudflare Workers",
        "`printf %s \"$SECRET\" | wrangler secret put NAME`; `echo` adds a line end",
    ),
];
