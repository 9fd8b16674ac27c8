# Re-writes JSON bodies as Ruby code that signs a parsed body does, for the test of the model in `src/reserialize`.
# The protocol is that of tests/python/json_rewriters.py.

require 'json'

$VERBOSE = nil

STDIN.each_line do |line|
  out = JSON.generate(JSON.parse(line.unpack1('m')))
  puts "=#{[out].pack('m0')}"
rescue JSON::JSONError, EncodingError
  puts '!'
end
