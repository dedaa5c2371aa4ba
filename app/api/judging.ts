import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { z } from "zod";
import { ARTIFACT_KINDS } from "../../db/vocabulary.ts";
import { Claim, Finish, Heartbeat, HostReport, LogChunks, PROTOCOL } from "../../judge/contract/protocol.ts";
import { attemptFile, putArtifact } from "../judging/artifacts.server.ts";
import { finish } from "../judging/finish.server.ts";
import { giveBack } from "../judging/give-back.server.ts";
import { turnAway } from "../judging/greet.server.ts";
import { heartbeat } from "../judging/heartbeat.server.ts";
import { hostReport } from "../judging/host-report.server.ts";
import { hostByToken, type JudgeHost } from "../judging/hosts.server.ts";
import { appendLog } from "../judging/log.server.ts";
import { waitForWork } from "../judging/wait-for-work.server.ts";
import { putOnBoard } from "../leaderboards/put-on-board.server.ts";
import { en } from "../locales/en/index.ts";
import { isUuid } from "../web/ids.ts";
import { done, type Outcome, type Refusal, refused } from "../web/outcome.ts";
import { statusOf } from "../web/respond.server.ts";

// A hundred log chunks of 64 KiB, each byte escaped at worst.
const MESSAGE_MAX_BYTES = 48 * 1024 * 1024;

/**
 * The judge's side of the API: judge/contract/protocol.ts says who may say what. `path` is what follows
 * /api/v1/judging/.
 */
export async function judging(request: Request, path: string[]): Promise<Response> {
  const token = request.headers.get("authorization")?.match(/^Bearer (\S+)$/i)?.[1];
  const host = token ? await hostByToken(token) : null;
  if (!host) return refuse(refused("signed_out", "judging.refusals.unknownHost").refusal);
  const [first, attemptId, verb, last] = path;
  if (request.method === "POST" && first === "claim" && path.length === 1) return claimed(request, host);
  if (request.method === "POST" && first === "report" && path.length === 1) {
    const report = await saidByHost(request, host, HostReport);
    return report.ok ? answer(await hostReport(host, report.value, new Date())) : refuse(report.refusal);
  }
  if (first !== "attempts" || !attemptId || !isUuid(attemptId) || path.length > 4) return nothingHere();
  const about = { hostId: host.id, attemptId };
  const now = new Date();

  switch (`${request.method} ${verb}${last === undefined ? "" : "/"}`) {
    case "POST heartbeat": {
      const beat = await said(request, Heartbeat);
      return beat.ok ? answer(await heartbeat({ ...about, beat: beat.value, now })) : refuse(beat.refusal);
    }
    case "POST log": {
      const grown = await said(request, LogChunks);
      return grown.ok ? answer(await appendLog({ ...about, ...grown.value, now })) : refuse(grown.refusal);
    }
    case "POST give-back":
      return answer(await giveBack({ ...about, now }));
    case "POST finish": {
      const report = await said(request, Finish);
      if (!report.ok) return refuse(report.refusal);
      const onScored: Parameters<typeof finish>[0]["onScored"] = (tx, submission, at) =>
        putOnBoard(tx, { submission, now: at });
      const finished = await finish({ ...about, report: report.value, now, onScored });
      return finished.ok ? Response.json({}) : refuse(finished.refusal);
    }
    case "GET files/": {
      const file = await attemptFile({ ...about, hash: last ?? "" });
      if (!file.ok) return refuse(file.refusal);
      // Node's types and the browser's each have a ReadableStream of their own; here and below it is one class.
      return new Response(Readable.toWeb(file.value) as unknown as BodyInit, {
        headers: { "content-type": "application/octet-stream", "cache-control": "no-store" },
      });
    }
    case "PUT artifacts/": {
      const kind = ARTIFACT_KINDS.find((known) => known === last);
      if (!kind) return nothingHere();
      return answer(await putArtifact({ ...about, kind, content: bodyOf(request) }));
    }
    default:
      return nothingHere();
  }
}

const Spoken = z.object({ host: z.object({ protocol: z.number().int() }) });

async function claimed(request: Request, host: JudgeHost): Promise<Response> {
  const asked = await saidByHost(request, host, Claim);
  return asked.ok ? answer(await waitForWork(host, asked.value, request.signal)) : refuse(asked.refusal);
}

/** What a host says with its facts. Of another protocol nothing else may be readable. */
async function saidByHost<S extends z.ZodType>(request: Request, host: JudgeHost, shape: S) {
  const message = await said(request, z.looseObject({}));
  if (!message.ok) return message;
  const spoken = Spoken.safeParse(message.value).data?.host.protocol ?? PROTOCOL;
  return spoken === PROTOCOL ? shaped(message.value, shape) : turnAway(host, spoken, new Date());
}

const bodyOf = (request: Request): Readable =>
  request.body ? Readable.fromWeb(request.body as unknown as ReadableStream) : Readable.from([]);

const unreadable = (problem: string) =>
  refused("invalid", "judging.refusals.unreadable", { values: { problem } });

/** The message, if it has the agreed shape and a bearable size. */
async function said<S extends z.ZodType>(request: Request, shape: S): Promise<Outcome<z.output<S>>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of bodyOf(request) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MESSAGE_MAX_BYTES) return unreadable("too long");
    parts.push(part);
  }
  let message: unknown;
  try {
    message = JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return unreadable("not JSON");
  }
  return shaped(message, shape);
}

function shaped<S extends z.ZodType>(message: unknown, shape: S): Outcome<z.output<S>> {
  const parsed = shape.safeParse(message);
  if (parsed.success) return done(parsed.data);
  const issue = parsed.error.issues[0];
  return unreadable(issue ? `${issue.path.join(".")}: ${issue.message}` : "unknown");
}

const answer = (outcome: Outcome<object | null>): Response => {
  if (!outcome.ok) return refuse(outcome.refusal);
  return outcome.value === null ? new Response(null, { status: 204 }) : Response.json(outcome.value);
};

const nothingHere = () => refuse(refused("not_found", "judging.refusals.unknownAddress").refusal);

/** Judge hosts are machines: the sentence is for whoever reads their log, in English. */
function refuse({ code, reason, values = {} }: Refusal): Response {
  const key = reason.replace("judging.refusals.", "") as keyof typeof en.judging.refusals;
  const message = en.judging.refusals[key].replace(/\{\{(\w+)\}\}/g, (_all, name: string) =>
    String(values[name] ?? ""),
  );
  return Response.json({ error: { code, reason, message } }, { status: statusOf(code) });
}
