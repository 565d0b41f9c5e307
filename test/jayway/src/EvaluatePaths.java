import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;

/** Reads {@code {"path", "value"}} line by line, and prints what Jayway JsonPath makes of the path over {@code {"data": value}}. */
public final class EvaluatePaths {
  public static void main(String[] args) throws Exception {
    var mapper = new ObjectMapper();
    var configuration = Configuration.builder().jsonProvider(new JacksonJsonProvider(mapper)).build();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var question = mapper.readTree(line);
      var document = Collections.singletonMap("data", mapper.treeToValue(question.get("value"), Object.class));
      var answer = new LinkedHashMap<String, Object>();
      try {
        var path = JsonPath.compile(question.get("path").asText());
        answer.put("definite", path.isDefinite());
        answer.put("value", path.read((Object) document, configuration));
      } catch (PathNotFoundException failure) {
        answer.put("failure", failure.getMessage());
      }
      out.println(mapper.writeValueAsString(answer));
    }
    out.flush();
  }
}
