// The journeys' mail server: takes what the served Podium sends, and keeps each mail as a file, so that the
// test's processes, which are others, can read it.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { expect } from "@playwright/test";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

const mailFolder = () => path.join(process.env.PODIUM_TEST_DATA as string, "mail");

/** A real SMTP server on a free port. */
export async function startMail(folder: string) {
  const box = path.join(folder, "mail");
  mkdirSync(box, { recursive: true });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, answer) {
      buffer(stream).then((mail) => {
        const file = path.join(box, `${randomUUID()}.part`);
        writeFileSync(file, mail);
        renameSync(file, file.replace(".part", ".eml"));
        answer();
      }, answer);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

async function mails(address: string) {
  const files = readdirSync(mailFolder()).filter((name) => name.endsWith(".eml"));
  const all = await Promise.all(
    files.map((name) => simpleParser(readFileSync(path.join(mailFolder(), name)))),
  );
  return all.filter((mail) => [mail.to ?? []].flat().some(({ text }) => text === address));
}

/** The mail to this address whose subject contains these words, once it has arrived. */
export async function mailTo(address: string, words: string): Promise<{ subject: string; text: string }> {
  const found = async () => (await mails(address)).find((mail) => mail.subject?.includes(words));
  await expect.poll(found, { timeout: 20_000, intervals: [200] }).toBeDefined();
  const mail = await found();
  return { subject: mail?.subject ?? "", text: mail?.text ?? "" };
}

/** The path of the link in a mail. */
export const linkIn = (mail: { text: string }) =>
  new URL(/https?:\/\/\S+/.exec(mail.text)?.[0] as string).pathname;
