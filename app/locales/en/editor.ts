export const editor = {
  templates: {
    ai_benchmark: {
      name: "AI benchmark",
      text: "Teams hand in results or code. Programs score them; a public part is shown, a private part decides. Starts with a sample task that works.",
    },
    software_cup: {
      name: "Software cup",
      text: "Companies propose problems, students hand in works. Blind online review, then a final on site. Starts with four deliverables and two groups.",
    },
    hackathon: {
      name: "Hackathon",
      text: "One weekend, 48 hours. Teams build something and show it; panelists compare projects in pairs.",
    },
    practice: {
      name: "Practice",
      text: "Always open. Everybody tries as often as they like and keeps their best. Starts with a sample task that works.",
    },
  },
  new: {
    title: "What do you want to run?",
    lead: "A template is only where you start from: everything in it stays editable.",
    template: "Template",
    name: "Title",
    nameHint: "In your language; others can be added afterwards.",
    zoneHint: "Every date of the competition is meant in it.",
    create: "Make a draft",
    bundle: "Or import a bundle",
  },
  settings: {
    timeZone: "Time zone",
  },
  refusals: {
    titleNeeded: "Give it a title in at least one language.",
    titleLong: "A title has at most {{TITLE_CHARS}} characters.",
    summaryLong: "A summary has at most {{SUMMARY_CHARS}} characters.",
    slugWrong:
      "An address has small letters a–z, digits and single hyphens, at most {{SLUG_CHARS}} of them, and is not “new”.",
    slugTaken: "Another competition has this address.",
    timeZoneWrong: "Choose a time zone from the list.",
    templateNeeded: "Choose what you want to run.",
  },
} as const;
