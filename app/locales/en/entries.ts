export const entries = {
  join: {
    title: "Join the competition",
    teamName: "Team name",
    teamHint: "Leave it empty to take part alone under your own name.",
    rules: "Rules",
    accept: "I have read the rules and accept them",
    submit: "Join",
  },
  state: {
    pending: "Waiting for the organiser",
    accepted: "Accepted",
    rejected: "Not accepted",
    withdrawn: "Withdrawn",
    disqualified: "Disqualified",
    merged: "Merged into another team",
  },
  refusals: {
    unverified: "Confirm your e-mail address first: the link is in the mail we sent you.",
    closed: "This competition takes no new entries.",
    rules: "Accept the rules to take part.",
    rulesChanged: "The rules have changed meanwhile. Read them again.",
    alreadyIn: "You already take part in this competition, with this team or another.",
    notFound: "There is no such entry.",
  },
} as const;
