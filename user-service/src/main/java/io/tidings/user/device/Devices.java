package io.tidings.user.device;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The devices of one user, the most recently seen first. Which they are does not depend on the
 * order in which they were heard of.
 */
public record Devices(List<Device> list) {
  public static final int MAX = 5;
  public static final Devices NONE = new Devices(List.of());

  public Devices {
    list = list.stream().sorted(Device.RECENT_FIRST).limit(MAX).toList();
  }

  public Optional<Device> find(String token) {
    return list.stream().filter(device -> device.token().equals(token)).findAny();
  }

  /** With the device as it was seen; one that was seen later already stays as it is. */
  public Devices seen(Device device) {
    Optional<Device> known = find(device.token());
    if (known.isPresent() && Device.RECENT_FIRST.compare(known.get(), device) <= 0) {
      return this;
    }
    return new Devices(
        Stream.concat(without(device.token()).list.stream(), Stream.of(device)).toList());
  }

  public Devices without(String token) {
    return new Devices(list.stream().filter(device -> !device.token().equals(token)).toList());
  }

  /** Whether both are the same devices, seen whenever. */
  public boolean areThoseOf(Devices other) {
    return identities().equals(other.identities());
  }

  private Set<List<Object>> identities() {
    return list.stream()
        .map(device -> List.<Object>of(device.token(), device.platform()))
        .collect(Collectors.toSet());
  }
}
