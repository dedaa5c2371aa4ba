// Loaded before a child of the supervisor: when the supervisor is gone, however it went, the child ends.
const end = () => process.kill(process.pid, "SIGTERM");
// It may be gone before this line runs.
if (process.connected === false) end();
process.on("disconnect", end);
// The channel alone must not keep a child running that has nothing else to do.
process.channel?.unref();
