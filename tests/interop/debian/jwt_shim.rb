# Debian's `ruby-jwt`, behind a shim.

require_relative "../ruby/shim_loop"
require "jwt"

run("ruby-jwt", JWT::VERSION::STRING, ["valohai-jwt"]) do |delivery|
  JWT.decode(delivery[:headers]["authorization"].to_s, delivery[:secret], true, { algorithm: "HS256" })
  "accept"
rescue JWT::DecodeError
  "reject"
end
