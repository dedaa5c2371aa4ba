export const api = {
  refusals: {
    noSuchPath: "There is nothing at {{path}}.",
    noSuchBoard: "There is no such leaderboard.",
    tokenNeeded: "This needs a personal token: send it as “Authorization: Bearer …”.",
    unknownToken: "This token is unknown, was revoked or has expired.",
    scopeMissing: "This token lacks the scope “{{scope}}”.",
    scopeTooWide: "A token cannot make one that may do more than itself.",
    ownerOnly: "Only an owner of this Podium may do that.",
    badJson: "The body is not JSON.",
    badField: "{{field}}: {{problem}}",
    noArchive: "The body is empty: send the zip itself.",
    tooLarge: "The body has more than the {{bytes}} bytes it may have.",
  },
} as const;
