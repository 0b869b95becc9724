package io.tidings.messaging.standin;

import static org.awaitility.Awaitility.await;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.tidings.messaging.database.Database;
import io.tidings.proto.messaging.v1.AutomationServiceGrpc;
import io.tidings.proto.messaging.v1.BroadcastServiceGrpc;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.ConnectProviderRequest;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.ExplainSendRequest;
import io.tidings.proto.messaging.v1.GetSendRequest;
import io.tidings.proto.messaging.v1.ProviderServiceGrpc;
import io.tidings.proto.messaging.v1.PushContent;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.messaging.v1.SuppressionServiceGrpc;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.testing.ServiceTest;
import io.tidings.testing.TableDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

/** A test of this service with everyone it talks to played beside it, over real sockets. */
public abstract class MessagingTest extends ServiceTest {
  protected static final Duration SOON = Duration.ofSeconds(20);

  protected final StandInUsers users = new StandInUsers();
  protected final StandInSegments segments = new StandInSegments();
  protected final StandInPreferences preferences = new StandInPreferences();
  private final Server userServer = start(users, preferences);
  private final Server segmentServer = start(segments);

  @Override
  protected Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("tidings.user.grpc", "127.0.0.1:" + userServer.getPort());
    settings.put("tidings.segment.grpc", "127.0.0.1:" + segmentServer.getPort());
    settings.put("tidings.messaging.delivery.poll", "100ms");
    settings.put("tidings.messaging.delivery.lease", "3s");
    settings.put("tidings.messaging.delivery.provider-timeout", "2s");
    settings.put("tidings.messaging.broadcasts.poll", "100ms");
    settings.put("tidings.messaging.broadcasts.lease", "2s");
    settings.put("tidings.messaging.connections.refresh", "500ms");
    return settings;
  }

  private static Server start(BindableService... services) {
    try {
      return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
          .addServices(Stream.of(services).map(BindableService::bindService).toList())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void stopStandIns() {
    userServer.shutdownNow();
    segmentServer.shutdownNow();
  }

  protected final SendServiceGrpc.SendServiceBlockingStub sends(String workspace) {
    return SendServiceGrpc.newBlockingStub(channel(workspace));
  }

  protected final TemplateServiceGrpc.TemplateServiceBlockingStub templates(String workspace) {
    return TemplateServiceGrpc.newBlockingStub(channel(workspace));
  }

  protected final BroadcastServiceGrpc.BroadcastServiceBlockingStub broadcasts(String workspace) {
    return BroadcastServiceGrpc.newBlockingStub(channel(workspace));
  }

  protected final AutomationServiceGrpc.AutomationServiceBlockingStub automations(
      String workspace) {
    return AutomationServiceGrpc.newBlockingStub(channel(workspace));
  }

  protected final ProviderServiceGrpc.ProviderServiceBlockingStub providers(String workspace) {
    return ProviderServiceGrpc.newBlockingStub(channel(workspace));
  }

  protected final SuppressionServiceGrpc.SuppressionServiceBlockingStub suppressions(
      String workspace) {
    return SuppressionServiceGrpc.newBlockingStub(channel(workspace));
  }

  /** A workspace whose messages go to the box of its name. */
  protected final String connected() {
    String workspace = newWorkspace();
    connect(workspace, "standin");
    return workspace;
  }

  protected final void connect(String workspace, String provider) {
    providers(workspace)
        .connectProvider(
            ConnectProviderRequest.newBuilder()
                .setProvider(provider)
                .putSettings("box", workspace)
                .build());
  }

  /** Something to say on every channel. */
  protected static Content hello() {
    return Content.newBuilder()
        .setEmail(
            EmailContent.newBuilder()
                .setSubject("Hello {{ user.first_name }}")
                .setHtml("<p>{{ user.first_name }}: {{ data.code }}</p>")
                .setText("{{ user.first_name }}: {{ data.code }}"))
        .setSms(SmsContent.newBuilder().setText("{{ user.first_name }}: {{ data.code }}"))
        .setPush(
            PushContent.newBuilder()
                .setTitle("Hello")
                .setBody("{{ user.first_name }}")
                .putData("link", "app://{{ data.code }}"))
        .build();
  }

  protected static SendRequest.Builder to(Channel channel, String... userIds) {
    SendRequest.Builder request = SendRequest.newBuilder().addChannels(channel).setContent(hello());
    for (String userId : userIds) {
      request.addRecipients(Recipient.newBuilder().setUserId(userId));
    }
    return request;
  }

  protected final Send get(String workspace, String sendId) {
    return sends(workspace)
        .getSend(GetSendRequest.newBuilder().setSendId(sendId).build())
        .getSend();
  }

  protected final Send awaitState(String workspace, String sendId, SendState state) {
    return await()
        .atMost(SOON)
        .until(() -> get(workspace, sendId), send -> send.getState() == state);
  }

  protected final List<Decision> decisions(String workspace, String sendId) {
    return sends(workspace)
        .explainSend(ExplainSendRequest.newBuilder().setSendId(sendId).build())
        .getDecisionsList();
  }

  /** The ids of all data that calls of the workspace brought. */
  protected final List<UUID> dataOf(String workspace) {
    return bean(Database.class)
        .inTransaction(connection -> {
          List<UUID> ids = new ArrayList<>();
          try (var statement =
              connection.prepareStatement("SELECT data_id FROM send_data WHERE workspace_id = ?")) {
            statement.setString(1, workspace);
            try (var row = statement.executeQuery()) {
              while (row.next()) {
                ids.add(row.getObject(1, UUID.class));
              }
            }
          }
          return ids;
        });
  }

  /** Everything that is on file. */
  protected final TableDump dump() {
    return bean(Database.class).inTransaction(TableDump::of);
  }
}
