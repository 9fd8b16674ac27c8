<?php
// Re-writes JSON bodies as PHP code that signs a parsed body does, for the test of the models in `src/reserialize`.
// The protocol is that of tests/python/json_rewriters.py; the order is: no flags, unescaped.

function rewritten(int $flags, string $body): string
{
    try {
        $value = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
        return '=' . base64_encode(json_encode($value, $flags | JSON_THROW_ON_ERROR));
    } catch (JsonException) {
        return '!';
    }
}

while (($line = fgets(STDIN)) !== false) {
    $body = base64_decode(trim($line));
    echo rewritten(0, $body), ' ', rewritten(JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE, $body), "\n";
}
