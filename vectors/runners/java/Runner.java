import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Golden vectors with the JDK alone: `javac -d out *.java && java -cp out Runner ../../standard-webhooks.json`. It reads
 * with patterns, since a vector file has one case a line and no text in it can look like a key; with a JSON library use that.
 */
final class Runner {
    public static void main(String[] arguments) throws Exception {
        int count = 0, failures = 0;
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            if (!line.startsWith("{\"id\":") || !line.contains("\"role\":\"verify\"")) continue;
            Map<String, List<String>> headers = new HashMap<>();
            List<String> pairs = texts(found(line, "\"headers\":\\[(.*?)\\],\"body\":"));
            for (int at = 0; at < pairs.size(); at += 2) {
                String name = pairs.get(at).toLowerCase(Locale.ROOT);
                headers.computeIfAbsent(name, key -> new ArrayList<>()).add(pairs.get(at + 1));
            }
            List<String> secrets = texts(found(line, "\"secrets\":\\[(.*?)\\],\"tolerance\":"));
            byte[] body = Base64.getDecoder().decode(found(line, "\"body\":\"(.*?)\""));
            String tolerance = found(line, "\"tolerance\":(\\d+|null)");
            Long seconds = tolerance.equals("null") ? null : Long.valueOf(tolerance);
            long now = Long.parseLong(found(line, "\"now\":(-?\\d+)"));
            boolean isValid = StandardWebhooks.verify(secrets, headers, body, seconds, now);
            count++;
            if (isValid != line.contains("\"expected\":\"accept\"") && line.contains("\"level\":\"must\"")) {
                failures++;
                System.out.println("FAILED " + found(line, "\"id\":\"(.*?)\"") + ": " + found(line, "\"title\":\"(.*?)\""));
            }
        }
        System.out.println(count + " cases, " + failures + " failures");
        System.exit(count == 0 || failures > 0 ? 1 : 0);
    }

    static String found(String line, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Every JSON string in a text. */
    static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        Matcher matcher = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"").matcher(json);
        while (matcher.find()) texts.add(Pattern.compile("\\\\(?:u(.{4})|(.))").matcher(matcher.group(1)).replaceAll(escape -> {
            if (escape.group(1) != null) return Matcher.quoteReplacement("" + (char) Integer.parseInt(escape.group(1), 16));
            int at = "bfnrt".indexOf(escape.group(2));
            return Matcher.quoteReplacement(at < 0 ? escape.group(2) : "\b\f\n\r\t".substring(at, at + 1));
        }));
        return texts;
    }
}
