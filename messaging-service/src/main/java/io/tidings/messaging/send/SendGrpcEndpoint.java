package io.tidings.messaging.send;

import io.grpc.stub.StreamObserver;
import io.tidings.messaging.channel.Channel;
import io.tidings.messaging.database.Page;
import io.tidings.messaging.recipient.RecipientClient.Introduction;
import io.tidings.messaging.template.ContentSource;
import io.tidings.messaging.template.ContentWire;
import io.tidings.messaging.template.InvalidContent;
import io.tidings.messaging.template.UnknownTemplate;
import io.tidings.messaging.value.ChannelWire;
import io.tidings.messaging.value.ValueWire;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsRequest;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsResponse;
import io.tidings.proto.messaging.v1.CountSendsRequest;
import io.tidings.proto.messaging.v1.CountSendsResponse;
import io.tidings.proto.messaging.v1.ExplainSendRequest;
import io.tidings.proto.messaging.v1.ExplainSendResponse;
import io.tidings.proto.messaging.v1.GetSendRequest;
import io.tidings.proto.messaging.v1.GetSendResponse;
import io.tidings.proto.messaging.v1.ListSendsRequest;
import io.tidings.proto.messaging.v1.ListSendsResponse;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendResponse;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.rpc.Caller;
import io.tidings.rpc.Faults;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Singleton
final class SendGrpcEndpoint extends SendServiceGrpc.SendServiceImplBase {
  private final SendService service;
  private final SendRepository sends;
  private final SendTotals totals;

  SendGrpcEndpoint(SendService service, SendRepository sends, SendTotals totals) {
    this.service = service;
    this.sends = sends;
    this.totals = totals;
  }

  @Override
  public void send(SendRequest request, StreamObserver<SendResponse> response) {
    List<Send> made;
    try {
      made = service.send(Caller.current().workspaceId(), command(request));
    } catch (InvalidContent e) {
      throw ContentWire.refused(e);
    } catch (UnknownTemplate e) {
      throw Faults.notFound(String.valueOf(e.getMessage()));
    }
    response.onNext(
        SendResponse.newBuilder()
            .addAllSends(made.stream().map(SendWire::toWire).toList())
            .build());
    response.onCompleted();
  }

  @Override
  public void getSend(GetSendRequest request, StreamObserver<GetSendResponse> response) {
    response.onNext(
        GetSendResponse.newBuilder()
            .setSend(SendWire.toWire(explain(request.getSendId()).send()))
            .build());
    response.onCompleted();
  }

  @Override
  public void explainSend(
      ExplainSendRequest request, StreamObserver<ExplainSendResponse> response) {
    SendRepository.Explained explained = explain(request.getSendId());
    response.onNext(
        ExplainSendResponse.newBuilder()
            .setSend(SendWire.toWire(explained.send()))
            .addAllDecisions(explained.decisions().stream().map(SendGrpcEndpoint::wire).toList())
            .build());
    response.onCompleted();
  }

  @Override
  public void listSends(ListSendsRequest request, StreamObserver<ListSendsResponse> response) {
    Page<Send> page =
        sends.list(
            Caller.current().workspaceId(),
            filter(request.getFilter()),
            Page.Request.of(request.getPageSize(), request.getPageToken()));
    response.onNext(
        ListSendsResponse.newBuilder()
            .addAllSends(page.items().stream().map(SendWire::toWire).toList())
            .setNextPageToken(page.nextToken())
            .build());
    response.onCompleted();
  }

  @Override
  public void countSends(CountSendsRequest request, StreamObserver<CountSendsResponse> response) {
    CountSendsResponse.Builder counts = CountSendsResponse.newBuilder();
    for (SendCount count :
        sends.count(Caller.current().workspaceId(), filter(request.getFilter()))) {
      counts
          .addCountsBuilder()
          .setChannel(ChannelWire.toWire(count.channel()))
          .setState(SendWire.toWire(count.state()))
          .setReason(count.reason())
          .setCount(count.count());
    }
    response.onNext(counts.build());
    response.onCompleted();
  }

  @Override
  public void batchGetSendTotals(
      BatchGetSendTotalsRequest request, StreamObserver<BatchGetSendTotalsResponse> response) {
    List<UUID> profileIds = request.getProfileIdsList().stream().map(UUID::fromString).toList();
    var found = totals.of(Caller.current().workspaceId(), profileIds);
    BatchGetSendTotalsResponse.Builder each = BatchGetSendTotalsResponse.newBuilder();
    for (UUID profileId : profileIds) {
      var total = found.getOrDefault(profileId, SendTotals.Total.NONE);
      each.addTotalsBuilder()
          .setDelivered(total.delivered())
          .setFailed(total.failed())
          .setOpened(total.opened())
          .setClicked(total.clicked());
    }
    response.onNext(each.build());
    response.onCompleted();
  }

  private SendRepository.Explained explain(String id) {
    return sends
        .explain(Caller.current().workspaceId(), UUID.fromString(id))
        .orElseThrow(() -> Faults.notFound("the workspace has no send " + id));
  }

  private static SendCommand command(SendRequest request) {
    List<String> userIds = new ArrayList<>(request.getRecipientsCount());
    List<Introduction> introductions = new ArrayList<>();
    for (Recipient recipient : request.getRecipientsList()) {
      if (recipient.getAttributesCount() > 0) {
        introductions.add(
            new Introduction(userIds.size(), recipient.getUserId(), recipient.getAttributesMap()));
      }
      userIds.add(recipient.getUserId());
    }
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    request.getChannelsList().forEach(channel -> channels.add(ChannelWire.toDomain(channel)));
    return new SendCommand(
        orNull(request.getIdempotencyKey()),
        userIds,
        introductions,
        channels,
        request.hasTemplate()
            ? new ContentSource.Named(request.getTemplate())
            : new ContentSource.Inline(ContentWire.toDomain(request.getContent())),
        ValueWire.toJava(request.getDataMap()),
        SendWire.toDomain(request.getClass_(), SendClass.TRANSACTIONAL),
        orNull(request.getCategory()));
  }

  private static SendFilter filter(io.tidings.proto.messaging.v1.SendFilter filter) {
    return new SendFilter(
        orNull(filter.getUserId()),
        idOrNull(filter.getBroadcastId()),
        idOrNull(filter.getAutomationId()),
        filter.getChannelValue() == 0 ? null : ChannelWire.toDomain(filter.getChannel()),
        SendWire.toDomain(filter.getState()),
        idOrNull(filter.getProfileId()));
  }

  private static io.tidings.proto.messaging.v1.Decision wire(Decision decision) {
    return io.tidings.proto.messaging.v1.Decision.newBuilder()
        .setGate(decision.gate())
        .setPassed(decision.passed())
        .setDetail(decision.detail())
        .setDecidedAt(ValueWire.toTimestamp(decision.at()))
        .build();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable UUID idOrNull(String text) {
    return text.isEmpty() ? null : UUID.fromString(text);
  }
}
