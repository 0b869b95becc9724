package io.tidings.integration.delivery;

import java.util.UUID;

/** Names a connection. */
record Target(String workspaceId, UUID connectionId) {}
