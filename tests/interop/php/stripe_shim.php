<?php
// Packagist `stripe/stripe-php`, behind a shim.

require __DIR__ . '/shim_loop.php';
require __DIR__ . '/vendor/autoload.php';

run('stripe-php', \Stripe\Stripe::VERSION, ['stripe'], function (string $secret, array $headers, string $body): string {
    try {
        \Stripe\WebhookSignature::verifyHeader($body, $headers['stripe-signature'] ?? '', $secret, 300);
        return 'accept';
    } catch (\Stripe\Exception\SignatureVerificationException $refusal) {
        return 'reject';
    }
});
