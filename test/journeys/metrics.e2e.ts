import { expect, test } from "@playwright/test";
import { METRICS_TOKEN } from "../support/serve.ts";

test("Prometheus reads the figures with the token of the settings, and nobody reads them without", async ({
  request,
}) => {
  expect((await request.get("/metrics")).status()).toBe(401);
  expect((await request.get("/metrics", { headers: { authorization: "Bearer no" } })).status()).toBe(401);
  const answer = await request.get("/metrics", { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toMatch(/^text\/plain;.* version=0\.0\.4/);
  const text = await answer.text();
  expect(text).toMatch(/^podium_judge_hosts\{queue="standard",state="active"\} 1$/m);
  expect(text).toMatch(/^podium_jobs\{state="given_up"\} 0$/m);
  expect(text).toMatch(/^podium_live_sockets \d+$/m);
  expect(text).toMatch(/^podium_http_request_seconds_count\{kind="page",method="GET",status="4xx"\} \d+$/m);
});
