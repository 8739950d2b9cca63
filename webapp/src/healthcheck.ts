// Run inside the container by HEALTHCHECK: distroless images have neither a shell nor curl.
// It asks whether the process is alive, not whether Redis is: a restart does not mend Redis.
const host = process.env.HOST || "127.0.0.1";
const ANY_ADDRESS: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };
const address = ANY_ADDRESS[host] ?? host;
const authority = address.includes(":") ? `[${address}]` : address;

try {
  const answer = await fetch(`http://${authority}:${process.env.PORT || 8080}/healthz`, {
    signal: AbortSignal.timeout(2000),
  });
  process.exit(answer.ok ? 0 : 1);
} catch (error) {
  console.error(`healthcheck: ${(error as Error).message}`);
  process.exit(1);
}
