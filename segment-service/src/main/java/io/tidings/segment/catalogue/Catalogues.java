package io.tidings.segment.catalogue;

import io.tidings.segment.sql.Database;
import io.tidings.segment.sql.Sql;
import jakarta.inject.Singleton;
import java.util.List;

/** The catalogue as it is now; read from the database only when it has changed. */
@Singleton
public final class Catalogues {
  private final Gate gate;
  private final Database database;
  private final SegmentRepository segments;
  private final TrackedEventRepository events;
  private volatile Catalogue known = new Catalogue(0, List.of(), List.of());

  Catalogues(
      Gate gate, Database database, SegmentRepository segments, TrackedEventRepository events) {
    this.gate = gate;
    this.database = database;
    this.segments = segments;
    this.events = events;
  }

  /** Keeps the catalogue as it is until the open transaction ends. */
  public Catalogue held() {
    long revision = gate.shared();
    Catalogue catalogue = known;
    if (catalogue.revision() != revision) {
      catalogue = new Catalogue(revision, segments.all(), events.all());
      known = catalogue;
    }
    return catalogue;
  }

  /** To be called by whoever changes it, having passed the gate alone. */
  public void changed() {
    database.update(Sql.of("UPDATE catalogue SET revision = revision + 1"));
  }
}
