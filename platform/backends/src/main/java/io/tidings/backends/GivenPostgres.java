package io.tidings.backends;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A PostgreSQL whose address was given, like {@code
 * jdbc:postgresql://host:5432/?user=tidings&password=…}.
 */
final class GivenPostgres implements PostgresServer {
  static final String VARIABLE = "TIDINGS_POSTGRES_URL";
  private static final String SCHEME = "jdbc:postgresql://";

  private final String base;
  private final String options;
  private final String user;
  private final String password;

  GivenPostgres(String url) {
    int slash = url.indexOf('/', SCHEME.length());
    if (!url.startsWith(SCHEME) || slash < 0) {
      throw new BackendException(
          VARIABLE
              + " is not a server's JDBC URL, like"
              + " jdbc:postgresql://localhost:5432/?user=tidings&password=secret");
    }
    int question = url.indexOf('?');
    String query = question < 0 ? "" : url.substring(question + 1);
    this.base = url.substring(0, slash + 1);
    this.user = parameter(query, "user", "postgres");
    this.password = parameter(query, "password", "");
    this.options =
        Stream.concat(
                Arrays.stream(query.split("&", -1))
                    .filter(pair ->
                        !pair.isEmpty()
                            && !pair.startsWith("user=")
                            && !pair.startsWith("password=")),
                Stream.of("reWriteBatchedInserts=true"))
            .distinct()
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String parameter(String query, String name, String otherwise) {
    return Arrays.stream(query.split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst()
        .orElse(otherwise);
  }

  @Override
  public String databaseUrl(String database) {
    return base + database + options;
  }

  @Override
  public String user() {
    return user;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public String address() {
    return base.substring(SCHEME.length(), base.length() - 1);
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void kill() {
    throw new IllegalStateException("this PostgreSQL is not ours to kill: its address was given");
  }

  @Override
  public void start() {}

  @Override
  public void close() {}
}
