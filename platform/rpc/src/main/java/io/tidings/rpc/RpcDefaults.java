package io.tidings.rpc;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.annotation.ContextConfigurer;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What services configure alike comes with this jar ({@code tidings-defaults.yml}); a service's own
 * {@code application.yml} says the rest and may overrule it.
 */
@ContextConfigurer
public final class RpcDefaults implements ApplicationContextConfigurer {
  private static final String FILE = "tidings-defaults.yml";

  /** Below application.yml, the environment and everything else. */
  private static final int LAST = Integer.MIN_VALUE + 100;

  @Override
  public void configure(ApplicationContextBuilder builder) {
    builder.propertySources(PropertySource.of("tidings-defaults", read(), LAST));
  }

  private static Map<String, Object> read() {
    try (InputStream file = RpcDefaults.class.getClassLoader().getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing from the jar of tidings-rpc");
      }
      return new YamlPropertySourceLoader().read(FILE, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
