package io.tidings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.tidings.proto.integration.v1.KeyServiceGrpc;
import io.tidings.proto.integration.v1.VerifyKeyRequest;
import io.tidings.proto.rpc.v1.Access;
import io.tidings.rpc.Caller;
import java.util.Map;
import org.junit.jupiter.api.Test;

@MicronautTest(transactional = false)
class ServiceTestTest extends ServiceTest {
  private static final VerifyKeyRequest REQUEST =
      VerifyKeyRequest.newBuilder().setSecret("ts_x").build();

  @Override
  protected Map<String, String> settings() {
    return Map.of("micronaut.application.name", "under-test");
  }

  @Test
  void callsAsAnotherServiceForOneWorkspace() {
    String workspace = newWorkspace();

    KeyServiceGrpc.newBlockingStub(channel(workspace)).verifyKey(REQUEST);

    assertThat(bean(ServiceUnderTest.class).callers)
        .contains(new Caller(workspace, Access.ACCESS_SERVICE, "test"));
  }

  @Test
  void connectsWithoutCredentialsToo() {
    assertThatThrownBy(() -> KeyServiceGrpc.newBlockingStub(connection()).verifyKey(REQUEST))
        .hasMessageContaining("UNAUTHENTICATED");
  }

  @Test
  void givesTheServiceItsOwnDatabaseBrokerAndCache() {
    var environment = bean(ApplicationContext.class).getEnvironment();

    assertThat(environment.getRequiredProperty("tidings.database.url", String.class))
        .contains("servicetesttest_");
    assertThat(
            environment
                .getPlaceholderResolver()
                .resolveRequiredPlaceholders("${TIDINGS_DATABASE_URL}"))
        .contains("servicetesttest_");
    assertThat(environment.getRequiredProperty("tidings.rabbitmq.url", String.class))
        .contains("/test-");
    assertThat(environment.getRequiredProperty("tidings.redis.url", String.class))
        .startsWith("redis://");
  }
}
