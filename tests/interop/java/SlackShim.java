// Maven `slack-app-backend`, behind a shim; its clock is told the time.

import com.slack.api.app_backend.SlackSignature;
import java.util.List;
import java.util.Map;

final class SlackShim {
    public static void main(String[] arguments) throws Exception {
        ShimLoop.run("slack-app-backend", SlackSignature.class, List.of("slack"), "injected", delivery -> {
            SlackSignature.Generator generator;
            try {
                generator = new SlackSignature.Generator(delivery.secret());
            } catch (IllegalArgumentException refusal) {
                return "config_error";
            }
            Map<String, String> headers = delivery.headers();
            String timestamp = headers.get("X-Slack-Request-Timestamp");
            String signature = headers.get("X-Slack-Signature");
            long now = delivery.now() * 1000;
            boolean valid = new SlackSignature.Verifier(generator).isValid(timestamp, delivery.body(), signature, now);
            return valid ? "accept" : "reject";
        });
    }
}
