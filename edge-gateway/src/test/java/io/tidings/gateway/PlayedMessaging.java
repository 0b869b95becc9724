package io.tidings.gateway;

import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsRequest;
import io.tidings.proto.messaging.v1.BatchGetSendTotalsResponse;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsRequest;
import io.tidings.proto.messaging.v1.BatchGetSuppressionsResponse;
import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.CreateTemplateResponse;
import io.tidings.proto.messaging.v1.Decision;
import io.tidings.proto.messaging.v1.ExplainSendRequest;
import io.tidings.proto.messaging.v1.ExplainSendResponse;
import io.tidings.proto.messaging.v1.ListTemplatesRequest;
import io.tidings.proto.messaging.v1.ListTemplatesResponse;
import io.tidings.proto.messaging.v1.Recipient;
import io.tidings.proto.messaging.v1.Send;
import io.tidings.proto.messaging.v1.SendRequest;
import io.tidings.proto.messaging.v1.SendResponse;
import io.tidings.proto.messaging.v1.SendServiceGrpc;
import io.tidings.proto.messaging.v1.SendState;
import io.tidings.proto.messaging.v1.SendTotals;
import io.tidings.proto.messaging.v1.SuppressionServiceGrpc;
import io.tidings.proto.messaging.v1.Template;
import io.tidings.proto.messaging.v1.TemplateServiceGrpc;
import io.tidings.rpc.Faults;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows the users whose id begins with {@code known}. */
final class PlayedMessaging {
  private final Map<String, List<SendRequest>> sends = new ConcurrentHashMap<>();
  private final Map<String, List<CreateTemplateRequest>> templates = new ConcurrentHashMap<>();
  private final Map<String, ListTemplatesRequest> lists = new ConcurrentHashMap<>();
  private final Map<String, SendTotals> totals = new ConcurrentHashMap<>();

  void totals(String profileId, SendTotals of) {
    totals.put(profileId, of);
  }

  List<SendRequest> sends(String workspace) {
    return sends.getOrDefault(workspace, List.of());
  }

  List<CreateTemplateRequest> templates(String workspace) {
    return templates.getOrDefault(workspace, List.of());
  }

  ListTemplatesRequest lastList(String workspace) {
    return lists.getOrDefault(workspace, ListTemplatesRequest.getDefaultInstance());
  }

  BindableService sends() {
    return new SendServiceGrpc.SendServiceImplBase() {
      @Override
      public void send(SendRequest request, StreamObserver<SendResponse> answer) {
        if (request.getRecipientsCount() == 0) {
          throw Faults.invalid("recipients[0].user_id", "is empty; name at least one");
        }
        sends
            .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
            .add(request);
        var response = SendResponse.newBuilder();
        request.getRecipientsList().forEach(recipient -> response.addSends(sent(recipient)));
        answer.onNext(response.build());
        answer.onCompleted();
      }

      @Override
      public void batchGetSendTotals(
          BatchGetSendTotalsRequest request, StreamObserver<BatchGetSendTotalsResponse> answer) {
        var response = BatchGetSendTotalsResponse.newBuilder();
        for (var profileId : request.getProfileIdsList()) {
          response.addTotals(totals.getOrDefault(profileId, SendTotals.getDefaultInstance()));
        }
        answer.onNext(response.build());
        answer.onCompleted();
      }

      @Override
      public void explainSend(
          ExplainSendRequest request, StreamObserver<ExplainSendResponse> answer) {
        answer.onNext(
            ExplainSendResponse.newBuilder()
                .setSend(
                    Send.newBuilder()
                        .setId(request.getSendId())
                        .setState(SendState.SEND_STATE_SENT))
                .addDecisions(Decision.newBuilder().setGate("known_user").setPassed(true))
                .build());
        answer.onCompleted();
      }
    };
  }

  /** Addresses that begin with {@code suppressed} are. */
  BindableService suppressions() {
    return new SuppressionServiceGrpc.SuppressionServiceImplBase() {
      @Override
      public void batchGetSuppressions(
          BatchGetSuppressionsRequest request,
          StreamObserver<BatchGetSuppressionsResponse> answer) {
        answer.onNext(
            BatchGetSuppressionsResponse.newBuilder()
                .addAllSuppressed(
                    request.getAddressesList().stream()
                        .map(address -> address.startsWith("suppressed"))
                        .toList())
                .build());
        answer.onCompleted();
      }
    };
  }

  private static Send sent(Recipient recipient) {
    var send =
        Send.newBuilder()
            .setId(UUID.randomUUID().toString())
            .setUserId(recipient.getUserId())
            .setChannel(Channel.CHANNEL_EMAIL);
    return recipient.getUserId().startsWith("known")
        ? send.setState(SendState.SEND_STATE_QUEUED).build()
        : send.setState(SendState.SEND_STATE_DISCARDED).setReason("UNKNOWN_USER").build();
  }

  BindableService templates() {
    return new TemplateServiceGrpc.TemplateServiceImplBase() {
      @Override
      public void createTemplate(
          CreateTemplateRequest request, StreamObserver<CreateTemplateResponse> answer) {
        templates
            .computeIfAbsent(PlayedServices.workspace(), _ -> new CopyOnWriteArrayList<>())
            .add(request);
        answer.onNext(
            CreateTemplateResponse.newBuilder()
                .setTemplate(
                    Template.newBuilder()
                        .setName(request.getName())
                        .setContent(request.getContent())
                        .setVersion(1))
                .build());
        answer.onCompleted();
      }

      @Override
      public void listTemplates(
          ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> answer) {
        lists.put(PlayedServices.workspace(), request);
        answer.onNext(ListTemplatesResponse.newBuilder().setNextPageToken("next").build());
        answer.onCompleted();
      }
    };
  }
}
