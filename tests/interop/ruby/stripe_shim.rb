# The gem `stripe`, behind a shim.

require_relative "shim_loop"
require "stripe"

run("stripe", Stripe::VERSION, ["stripe"]) do |delivery|
  signature = delivery[:headers]["stripe-signature"].to_s
  Stripe::Webhook::Signature.verify_header(delivery[:body], signature, delivery[:secret], tolerance: 300)
  "accept"
rescue Stripe::SignatureVerificationError
  "reject"
end
