package io.tidings.quickstart.demo;

import io.tidings.proto.messaging.v1.Channel;
import io.tidings.proto.messaging.v1.Content;
import io.tidings.proto.messaging.v1.CreateAutomationRequest;
import io.tidings.proto.messaging.v1.CreateBroadcastRequest;
import io.tidings.proto.messaging.v1.CreateTemplateRequest;
import io.tidings.proto.messaging.v1.EmailContent;
import io.tidings.proto.messaging.v1.PushContent;
import io.tidings.proto.messaging.v1.SmsContent;
import io.tidings.proto.segment.v1.AttributeCondition;
import io.tidings.proto.segment.v1.Audience;
import io.tidings.proto.segment.v1.Condition;
import io.tidings.proto.segment.v1.ConditionList;
import io.tidings.proto.segment.v1.CreateSegmentRequest;
import io.tidings.proto.segment.v1.EventCondition;
import io.tidings.proto.segment.v1.Everyone;
import io.tidings.proto.value.v1.Value;

/** What MInt's marketing department asks for, in the system's own terms. */
final class Story {
  private final String run;

  Story(MInt mint) {
    this.run = mint.run();
  }

  CreateSegmentRequest highUsage() {
    Condition usage =
        attribute(
            "monthly_usage", "greater_than", Value.newBuilder().setNumber(MInt.HIGH_USAGE_GB));
    Condition warned =
        Condition.newBuilder()
            .setEvent(
                EventCondition.newBuilder()
                    .setName(MInt.CAP_WARNING)
                    .setOperator("at_least")
                    .setCount(MInt.CAP_WARNINGS)
                    .setWindow(
                        com.google.protobuf.Duration.newBuilder()
                            .setSeconds(MInt.WARNING_WINDOW.toSeconds())))
            .build();
    Condition either =
        Condition.newBuilder()
            .setAny(ConditionList.newBuilder().addConditions(usage).addConditions(warned))
            .build();
    return CreateSegmentRequest.newBuilder()
        .setRequestId("high-usage-" + run)
        .setName("High usage " + run)
        .setDefinition(ofThisRun(either))
        .build();
  }

  CreateTemplateRequest usageTemplate() {
    String text =
        "Hi {{ user.first_name }}, you are using a lot this month. More data: mint.example/top-up"
            + " [{{ user.demo_run }}]";
    return CreateTemplateRequest.newBuilder()
        .setRequestId("usage-" + run)
        .setName("High usage " + run)
        .setContent(Content.newBuilder().setSms(SmsContent.newBuilder().setText(text)))
        .build();
  }

  CreateAutomationRequest textWhoEnters(String segmentId, String templateId) {
    return CreateAutomationRequest.newBuilder()
        .setRequestId("text-" + run)
        .setName("Text high usage " + run)
        .setSegmentId(segmentId)
        .setChannel(Channel.CHANNEL_SMS)
        .setTemplate(templateId)
        .build();
  }

  CreateBroadcastRequest cityNews() {
    EmailContent email =
        EmailContent.newBuilder()
            .setSubject("{{ user.first_name }}, faster internet in {{ user.city }}")
            .setHtml(
                "<p>Dear {{ user.first_name }} {{ user.last_name }},</p><p>new lines reach "
                    + "{{ user.city }} this week.</p><small>[{{ user.demo_run }}]</small>")
            .setText(
                "Dear {{ user.first_name }}, new lines reach {{ user.city }} this week."
                    + " [{{ user.demo_run }}]")
            .build();
    return broadcast("City news", "city", MInt.BROADCAST_CITY)
        .setChannel(Channel.CHANNEL_EMAIL)
        .setContent(Content.newBuilder().setEmail(email))
        .build();
  }

  /** To everyone there is. */
  static CreateBroadcastRequest newsForAll() {
    EmailContent email =
        EmailContent.newBuilder()
            .setSubject("{{ user.first_name }}, the network is growing")
            .setHtml(
                "<p>Dear {{ user.first_name }},</p><p>you used {{ user.monthly_usage }} GB this"
                    + " month. There is more to come in {{ user.city }}.</p>")
            .setText("Dear {{ user.first_name }}, there is more to come in {{ user.city }}.")
            .build();
    return CreateBroadcastRequest.newBuilder()
        .setName("News for all")
        .setAudience(Audience.newBuilder().setEveryone(Everyone.getDefaultInstance()))
        .setChannel(Channel.CHANNEL_EMAIL)
        .setContent(Content.newBuilder().setEmail(email))
        .build();
  }

  CreateBroadcastRequest planNews() {
    PushContent push =
        PushContent.newBuilder()
            .setTitle("Your {{ user.plan }} plan")
            .setBody("Twice the speed at night, {{ user.first_name }}. [{{ user.demo_run }}]")
            .build();
    return broadcast("Plan news", "plan", MInt.PUSH_PLAN)
        .setChannel(Channel.CHANNEL_PUSH)
        .setContent(Content.newBuilder().setPush(push))
        .build();
  }

  private CreateBroadcastRequest.Builder broadcast(String name, String attribute, String value) {
    Condition filter = ofThisRun(attribute(attribute, "equals", Value.newBuilder().setText(value)));
    return CreateBroadcastRequest.newBuilder()
        .setRequestId(attribute + "-" + run)
        .setName(name + " " + run)
        .setAudience(Audience.newBuilder().setFilter(filter));
  }

  private Condition ofThisRun(Condition condition) {
    Condition thisRun = attribute("demo_run", "equals", Value.newBuilder().setText(run));
    return Condition.newBuilder()
        .setAll(ConditionList.newBuilder().addConditions(thisRun).addConditions(condition))
        .build();
  }

  private static Condition attribute(String name, String operator, Value.Builder operand) {
    return Condition.newBuilder()
        .setAttribute(
            AttributeCondition.newBuilder()
                .setName(name)
                .setOperator(operator)
                .addOperands(operand))
        .build();
  }
}
