// Loaded before a child of the supervisor: when the supervisor is gone, however it went, the child ends.
// The channel alone must not keep a child running that has nothing else to do.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
