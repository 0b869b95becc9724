package io.tidings.messaging.delivery;

import io.tidings.messaging.database.Database;
import io.tidings.messaging.suppression.Suppressions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Takes in what services told of messages, the same way as the receipts of providers go: on file
 * first, together with the addresses that are suppressed, and brought together with the sends then.
 */
@Singleton
final class DeliveryReports {
  private final Database database;
  private final ReceiptRepository receipts;
  private final NamedReceipts named;
  private final Suppressions suppressions;
  private final DeliveryMetrics metrics;

  DeliveryReports(
      Database database,
      ReceiptRepository receipts,
      NamedReceipts named,
      Suppressions suppressions,
      DeliveryMetrics metrics) {
    this.database = database;
    this.receipts = receipts;
    this.named = named;
    this.suppressions = suppressions;
    this.metrics = metrics;
  }

  /** Durable when this returns. */
  void take(String workspaceId, List<DeliveryReport> reports) {
    List<ReceiptRepository.Incoming> incoming =
        reports.stream()
            .filter(DeliveryReport::namesASend)
            .map(report ->
                new ReceiptRepository.Incoming(
                    new ReceiptRepository.Source(workspaceId, report.provider()),
                    report.receipt(),
                    report.sendId()))
            .toList();
    database.change(_ -> {
      suppressions.addAll(workspaceId, findings(reports));
      if (!incoming.isEmpty()) {
        receipts.add(incoming);
      }
    });
    List<UUID> sends =
        incoming.stream()
            .map(ReceiptRepository.Incoming::sendId)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (!sends.isEmpty()) {
      named.settle(workspaceId, sends).forEach(metrics::changed);
    }
    List<ReceiptRepository.Reference> references =
        incoming.stream()
            .filter(one -> one.sendId() == null)
            .map(ReceiptRepository.Incoming::reference)
            .toList();
    if (!references.isEmpty()) {
      receipts.settle(references).forEach(metrics::changed);
    }
  }

  private static List<Suppressions.Finding> findings(List<DeliveryReport> reports) {
    return reports.stream()
        .filter(report -> report.suppressed() != null)
        .map(report ->
            new Suppressions.Finding(
                report.channel(), report.address(), Objects.requireNonNull(report.suppressed())))
        .toList();
  }
}
