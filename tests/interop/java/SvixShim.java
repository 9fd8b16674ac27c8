// Maven `svix`, behind a shim.

import com.svix.Webhook;
import com.svix.exceptions.WebhookVerificationException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class SvixShim {
    public static void main(String[] arguments) throws Exception {
        ShimLoop.run("svix", Webhook.class, List.of("svix", "standard-webhooks"), "system", delivery -> {
            Webhook webhook;
            try {
                webhook = new Webhook(delivery.secret());
            } catch (Exception refusal) {
                return "config_error";
            }
            Map<String, List<String>> headers = new TreeMap<>();
            delivery.headers().forEach((name, value) -> headers.put(name, List.of(value)));
            try {
                webhook.verify(delivery.body(), headers);
                return "accept";
            } catch (WebhookVerificationException refusal) {
                return "reject";
            }
        });
    }
}
