export const forums = {
  list: {
    title: "Forums",
    lead: "Gatherings of people who build and use large AI models.",
    upcoming: "Coming up",
    past: "Past editions",
    noneTitle: "No forum has been announced yet",
    none: "When an organiser publishes an edition, it appears here with its agenda and registration.",
  },
  edition: {
    agenda: "Agenda",
    overview: "Overview",
    register: "Register",
    myTicket: "My ticket",
    where: "Where",
    when: "When",
    sessions: "Sessions",
    speakers: "Speakers",
    rooms: "Rooms",
    competitions: "Competitions at this edition",
    timesIn: "Times are those of {{timeZone}}.",
  },
  format: {
    in_person: "In person",
    online: "Online",
    hybrid: "In person and online",
  },
  state: {
    draft: "Draft",
    published: "Open",
    archived: "Archive",
  },
  refusals: {
    mayNotCreate: "Only an organiser of this forum may do that.",
    slugTaken: "This address is taken already. Choose another.",
    noSuchForum: "There is no such forum.",
    noSuchEdition: "There is no such edition.",
  },
} as const;
