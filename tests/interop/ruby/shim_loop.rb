# The loop that every Ruby shim here shares: one JSON object a line, in and out.

require "json"

# The block answers with the word of a verdict. Header values are bytes, as Rack has them.
def run(name, version, schemes)
  $stdout.sync = true
  $stdin.each_line do |line|
    message = JSON.parse(line)
    answer = { "id" => message["id"], "verdict" => "unsupported" }
    if message["op"] == "hello"
      implementation = { "name" => name, "version" => version, "language" => "ruby" }
      answer = { "id" => message["id"], "protocol" => 1, "implementation" => implementation,
                 "schemes" => schemes, "roles" => ["verify"], "clock" => "system" }
    elsif message["op"] == "verify" && schemes.include?(message["scheme"]) && message["secrets"].length == 1
      request = message["request"]
      headers = {}
      request["headers"].each { |key, value| headers[key.downcase] ||= value.codepoints.pack("C*") }
      delivery = { secret: message["secrets"][0], headers: headers, body: request["body"].unpack1("m0") }
      begin
        answer["verdict"] = yield(delivery)
      rescue StandardError => e
        answer.update("verdict" => "error", "reason" => "#{e.class}: #{e.message}".scrub("?")[0, 200])
      end
    end
    puts JSON.generate(answer)
  end
end
