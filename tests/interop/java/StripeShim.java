// Maven `stripe-java`, behind a shim; its clock is told the time.

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

final class StripeShim {
    public static void main(String[] arguments) throws Exception {
        ShimLoop.run("stripe-java", Webhook.class, List.of("stripe"), "injected", delivery -> {
            Clock clock = Clock.fixed(Instant.ofEpochSecond(delivery.now()), ZoneOffset.UTC);
            String signature = delivery.headers().get("Stripe-Signature");
            if (signature == null) {
                return "reject"; // Servlets give null, which its examples leave to the application.
            }
            try {
                Webhook.Signature.verifyHeader(delivery.body(), signature, delivery.secret(), 300, clock);
                return "accept";
            } catch (SignatureVerificationException refusal) {
                return "reject";
            }
        });
    }
}
