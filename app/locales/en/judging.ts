export const judging = {
  refusals: {
    unknownHost: "This token belongs to no active judge host.",
    unknownAttempt: "This host has no such attempt.",
    attemptEnded: "This attempt has ended or another one took its place. Drop its work.",
    unknownFile: "This attempt does not need that file.",
    artifactTooLarge: "The file is larger than {{maxBytes}} bytes.",
    unreadable: "The message does not have the agreed shape: {{problem}}",
    unknownAddress: "There is nothing at this address.",
  },
} as const;
