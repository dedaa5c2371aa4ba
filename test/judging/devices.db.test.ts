import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { freeDevices } from "../../app/judging/devices.server.ts";
import { hostReport } from "../../app/judging/host-report.server.ts";
import type { JudgeHost } from "../../app/judging/hosts.server.ts";
import { devicesFor, wantDeviceBack } from "../../app/judging/operate-devices.server.ts";
import { db } from "../../db/connect.ts";
import { auditEvents, judgeDevices, judgeHosts, runs } from "../../db/schema/index.ts";
import { type Device, HostReport, type SelfTest } from "../../judge/contract/protocol.ts";
import { aPerson } from "../factories/people.ts";
import { aHost, hostFacts, NOW } from "../factories/submissions.ts";
import { aCard, lendAtRandom } from "./random-devices.ts";

beforeEach(async () => {
  await db.update(runs).set({ state: "cancelled" }).where(eq(runs.state, "queued"));
});

const tested = (results: Record<string, boolean>): SelfTest => ({
  ok: Object.values(results).every(Boolean),
  image: "sha256:1",
  engine: "Docker 20",
  runtime: "runc",
  deviceWay: "nvidia",
  checks: Object.entries(results).map(([device, ok]) => ({ name: "device", device, ok, detail: "" })),
});

async function report(host: JudgeHost, devices: Device[], selfTest: SelfTest | null = null, now = NOW) {
  const said = await hostReport(host, HostReport.parse({ host: hostFacts({ devices }), selfTest }), now);
  if (!said.ok) throw new Error(said.refusal.reason);
  return said.value;
}

async function stateOf(host: JudgeHost) {
  const rows = await db.select().from(judgeDevices).where(eq(judgeDevices.hostId, host.id));
  return Object.fromEntries(rows.map((row) => [row.uuid, row.reason ?? row.state]));
}

test.each(["lost", "xid", "ecc"] as const)("a device that is broken (%s) is lent no more", async (fault) => {
  const host = await aHost();
  await report(host, [aCard("GPU-1"), aCard("GPU-2")]);
  await report(host, [aCard("GPU-1", { idle: false, fault }), aCard("GPU-2")]);
  expect(await stateOf(host)).toEqual({ "GPU-1": fault, "GPU-2": "active" });
  await report(host, [aCard("GPU-1"), aCard("GPU-2")]);
  expect((await freeDevices(db, host.id)).map((one) => one.uuid)).toEqual(["GPU-2"]);
});

test("a device that somebody else on the machine uses is not lent", async () => {
  const host = await aHost();
  await report(host, [aCard("GPU-1", { idle: false, processes: 1 })]);
  expect(await freeDevices(db, host.id)).toEqual([]);
  await report(host, [aCard("GPU-1")]);
  expect(await freeDevices(db, host.id)).toHaveLength(1);
});

test("an operator lets a device out of quarantine by a self-test, until which the host lends none", async () => {
  const [host, owner] = [await aHost(), await aPerson({ role: "owner" })];
  const { viewer } = owner;
  const cards = [aCard("GPU-1"), aCard("GPU-2")];
  await report(host, cards);
  await report(host, [aCard("GPU-1", { fault: "xid", idle: false }), aCard("GPU-2")]);
  const [row] = (await devicesFor(viewer))!.filter((one) => one.id === host.id);
  const [broken, whole] = row!.devices;
  expect(broken).toMatchObject({ standing: "quarantined", reason: "xid" });
  const want = (deviceId: string) => wantDeviceBack({ viewer, hostId: host.id, deviceId, now: NOW });
  expect(await want(whole!.id)).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await report(host, cards)).toMatchObject({ selfTest: false });
  expect(await want(broken!.id)).toMatchObject({ ok: true });
  expect(await report(host, cards)).toMatchObject({ selfTest: true });
  expect(await freeDevices(db, host.id)).toEqual([]);
  expect(await report(host, cards, tested({ "GPU-1": true, "GPU-2": true }))).toMatchObject({
    selfTest: false,
  });
  expect(await stateOf(host)).toEqual({ "GPU-1": "active", "GPU-2": "active" });
  expect(await freeDevices(db, host.id)).toHaveLength(2);
  const acts = await db.select().from(auditEvents).where(eq(auditEvents.personId, owner.id));
  expect(acts).toMatchObject([{ act: "device.releaseAsked", details: { uuid: "GPU-1", reason: "xid" } }]);
});

test("a self-test that was not asked to lets nothing out, and what fails it is taken out of use", async () => {
  const [host, { viewer }] = [await aHost(), await aPerson({ role: "owner" })];
  await report(host, [aCard("GPU-1", { fault: "ecc", idle: false }), aCard("GPU-2")]);
  await report(host, [aCard("GPU-1"), aCard("GPU-2")], tested({ "GPU-1": true, "GPU-2": false }));
  expect(await stateOf(host)).toEqual({ "GPU-1": "ecc", "GPU-2": "self_test" });
  const deviceOf = async () => (await devicesFor(viewer))!.find((one) => one.id === host.id)!.devices[0]!;
  await wantDeviceBack({ viewer, hostId: host.id, deviceId: (await deviceOf()).id, now: NOW });
  expect((await deviceOf()).releaseWanted).toBe(true);
  // It was busy, and so was not tested.
  await report(host, [aCard("GPU-1", { idle: false }), aCard("GPU-2")], tested({ "GPU-2": true }));
  expect(await deviceOf()).toMatchObject({ releaseWanted: false, standing: "quarantined" });
});

test("devices are an operator's alone to see and to test", async () => {
  const [host, { viewer }] = [await aHost(), await aPerson({ role: "organiser" })];
  expect(await devicesFor(viewer)).toBeNull();
  await report(host, [aCard("GPU-1")]);
  await report(host, [aCard("GPU-1", { fault: "xid", idle: false })]);
  const [device] = await db.select().from(judgeDevices).where(eq(judgeDevices.hostId, host.id));
  const asked = await wantDeviceBack({ viewer, hostId: host.id, deviceId: device!.id, now: NOW });
  expect(asked).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  const [row] = await db.select().from(judgeHosts).where(eq(judgeHosts.id, host.id));
  expect(row?.selfTestWanted).toBe(false);
});

test("a host that was removed is no longer shown with its devices", async () => {
  const [host, { viewer }] = [await aHost(), await aPerson({ role: "owner" })];
  await report(host, [aCard("GPU-1")]);
  const shown = async () => (await devicesFor(viewer))!.some((one) => one.id === host.id);
  expect(await shown()).toBe(true);
  await db.update(judgeHosts).set({ state: "disabled" }).where(eq(judgeHosts.id, host.id));
  expect(await shown()).toBe(false);
});

test("of 1,000 random takings, endings and reports none lends a device that is not free", async () => {
  expect(await lendAtRandom(1_000)).toBeGreaterThan(20);
}, 120_000);
