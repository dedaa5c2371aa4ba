import { expect, test } from "vitest";
import {
  expireUploads,
  finishedUpload,
  receiveUpload,
  waitingUploads,
} from "../../app/submissions/uploads.server.ts";
import { provide } from "../../config.ts";
import { aPerson } from "../factories/people.ts";

type Viewer = Awaited<ReturnType<typeof aPerson>>["viewer"];

async function send(
  viewer: Viewer,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: string,
) {
  const all = { "tus-resumable": "1.0.0", ...headers };
  const request = new Request(`http://podium.test${path}`, {
    method,
    headers: all,
    ...(body ? { body } : {}),
  });
  const received = await receiveUpload(viewer, request);
  return received.ok ? received.value : received.refusal;
}
const word = (text: string) => Buffer.from(text).toString("base64");
const begin = async (viewer: Viewer, length: number, place?: string) => {
  const metadata = `filename ${word("a b.zip")}${place ? `,place ${word(place)}` : ""}`;
  const headers = { "upload-length": String(length), "upload-metadata": metadata };
  return (await send(viewer, "POST", "/uploads", headers)) as Response;
};
const piece = (viewer: Viewer, place: string, offset: number, body: string) =>
  send(
    viewer,
    "PATCH",
    place,
    {
      "upload-offset": String(offset),
      "content-type": "application/offset+octet-stream",
      "content-length": String(body.length),
    },
    body,
  );

test("an upload that was interrupted goes on where it stopped and ends in the store", async () => {
  const { viewer } = await aPerson();
  const place = (await begin(viewer, 10)).headers.get("location") ?? "";
  const id = place.split("/").at(-1) ?? "";
  await piece(viewer, place, 0, "hello");
  expect(await finishedUpload(viewer, id)).toBeNull();
  const asked = (await send(viewer, "HEAD", place, {})) as Response;
  expect(asked.headers.get("upload-offset")).toBe("5");
  expect(await piece(viewer, place, 5, "world")).toMatchObject({ status: 204 });
  expect(await finishedUpload(viewer, id)).toMatchObject({ fileName: "a b.zip", blob: { size: 10 } });
});

test("an upload exists for its owner only", async () => {
  const { viewer } = await aPerson();
  const other = (await aPerson()).viewer;
  const place = (await begin(viewer, 5)).headers.get("location") ?? "";
  expect(await send(other, "HEAD", place, {})).toMatchObject({ code: "not_found" });
  expect(await piece(other, place, 0, "hello")).toMatchObject({ code: "not_found" });
  await piece(viewer, place, 0, "hello");
  expect(await finishedUpload(other, place.split("/").at(-1) ?? "")).toBeNull();
});

test("an upload larger than the installation accepts is refused before a byte is sent", async () => {
  const { viewer } = await aPerson();
  expect(await begin(viewer, 10 ** 13)).toMatchObject({ reason: "submissions.refusals.uploadTooLarge" });
});

test("an upload nobody finishes is thrown away after a day", async () => {
  const { viewer } = await aPerson();
  const place = (await begin(viewer, 5)).headers.get("location") ?? "";
  expect(await expireUploads(new Date())).toBe(0);
  expect(await expireUploads(new Date(Date.now() + 25 * 3_600_000))).toBeGreaterThan(0);
  expect(await send(viewer, "HEAD", place, {})).toMatchObject({ code: "not_found" });
});

test("whoever has not confirmed their address cannot fill the disk with uploads", async () => {
  const { viewer } = await aPerson({ verified: false });
  expect(await begin(viewer, 5)).toMatchObject({ code: "forbidden" });
});

test("one person cannot fill the disk with uploads, many or large; another still uploads", async () => {
  const { viewer } = await aPerson();
  const limited = async (settings: Record<string, string>, length: number) => {
    provide(settings);
    try {
      return await begin(viewer, length);
    } finally {
      provide({ UPLOADS_PER_PERSON: "500", UPLOADS_PER_PERSON_BYTES: String(20 * 1024 ** 3) });
    }
  };
  expect((await begin(viewer, 60)).status).toBe(201);
  const tooMany = { code: "over_quota", reason: "submissions.refusals.uploadsTooMany" };
  expect(await limited({ UPLOADS_PER_PERSON: "1" }, 1)).toMatchObject(tooMany);
  expect(await limited({ UPLOADS_PER_PERSON_BYTES: "100" }, 41)).toMatchObject(tooMany);
  expect((await limited({ UPLOADS_PER_PERSON_BYTES: "100" }, 40)).status).toBe(201);
  expect((await begin((await aPerson()).viewer, 60)).status).toBe(201);
});

test("uploads that one person begins at the same moment get no more room than one after another", async () => {
  const { viewer } = await aPerson();
  provide({ UPLOADS_PER_PERSON: "2" });
  try {
    const answers = await Promise.all([1, 2, 3, 4, 5].map((length) => begin(viewer, length)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(2);
  } finally {
    provide({ UPLOADS_PER_PERSON: "500" });
  }
});

test("a finished upload is offered where it was brought for, to its owner, until it expires", async () => {
  const { viewer } = await aPerson();
  const other = (await aPerson()).viewer;
  const at = async (place: string, body: string, length = body.length) => {
    const location = (await begin(viewer, length, place)).headers.get("location") ?? "";
    await piece(viewer, location, 0, body);
    return location.split("/").at(-1);
  };
  const first = await at("/competitions/a/submit", "first");
  await at("/competitions/b/submit", "elsewhere");
  await at("/competitions/a/submit", "half", 99);
  const second = await at("/competitions/a/submit", "the second");
  const offered = await waitingUploads(viewer, "/competitions/a/submit");
  expect(offered.map(({ id, fileName, size }) => [id, fileName, size])).toEqual([
    [second, "a b.zip", 10],
    [first, "a b.zip", 5],
  ]);
  expect(await waitingUploads(other, "/competitions/a/submit")).toEqual([]);
  expect(await waitingUploads(viewer, "")).toEqual([]);
  await expireUploads(new Date(Date.now() + 30 * 86_400_000));
  expect(await waitingUploads(viewer, "/competitions/a/submit")).toEqual([]);
});
