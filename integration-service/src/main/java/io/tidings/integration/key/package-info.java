/**
 * API keys: made and shown once, recognised by a hash, revoked. A public write key lets browsers
 * and apps add data; a secret key lets a server do everything in its workspace.
 */
@NullMarked
package io.tidings.integration.key;

import org.jspecify.annotations.NullMarked;
