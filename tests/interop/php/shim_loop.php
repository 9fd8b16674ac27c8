<?php
// The loop that every PHP shim here shares: one JSON object a line, in and out.

/** `$verify` answers with the word of a verdict. Header values are bytes, as `$_SERVER` has them. */
function run(string $name, string $version, array $schemes, callable $verify): void
{
    while (($line = fgets(STDIN)) !== false) {
        $message = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
        $answer = ['id' => $message['id'], 'verdict' => 'unsupported'];
        if ($message['op'] === 'hello') {
            $implementation = ['name' => $name, 'version' => $version, 'language' => 'php'];
            $answer = ['id' => $message['id'], 'protocol' => 1, 'implementation' => $implementation,
                'schemes' => $schemes, 'roles' => ['verify'], 'clock' => 'system'];
        } elseif ($message['op'] === 'verify' && in_array($message['scheme'], $schemes, true)
            && count($message['secrets']) === 1) {
            $headers = [];
            foreach ($message['request']['headers'] as [$key, $value]) {
                $headers[strtolower($key)] ??= iconv('UTF-8', 'ISO-8859-1', $value);
            }
            try {
                $body = base64_decode($message['request']['body']);
                $answer['verdict'] = $verify($message['secrets'][0], $headers, $body);
            } catch (\Throwable $error) {
                $answer['verdict'] = 'error';
                $answer['reason'] = get_class($error) . ': ' . substr($error->getMessage(), 0, 200);
            }
        }
        echo json_encode($answer, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
    }
}
