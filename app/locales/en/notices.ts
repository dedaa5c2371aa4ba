export const notices = {
  verify: {
    subject: "Confirm your e-mail address for Podium",
    text: "Hello,\n\nplease confirm that this address is yours:\n\n{{link}}\n\nThe link works for 24 hours. If you did not sign up, ignore this mail.\n\nPodium",
  },
  reset: {
    subject: "Set a new Podium password",
    text: "Hello,\n\nset a new password here:\n\n{{link}}\n\nThe link works for one hour and once. If you did not ask for it, ignore this mail: your password stays as it is.\n\nPodium",
  },
  outbox: {
    title: "Outbox",
    lead: "Every mail Podium has written, newest first.",
    staysHere: "No mail server is set (SMTP_URL), so mail stays here.",
    to: "To",
    subject: "Subject",
    written: "Written",
    state: "State",
    sent: "Sent",
    waiting: "Waiting",
    kept: "Kept here",
    tries: "Tries: {{count}}, last answer: {{error}}",
    emptyTitle: "No mail yet",
    empty: "When somebody signs up, their confirmation mail appears here.",
    back: "Back to the outbox",
  },
} as const;
