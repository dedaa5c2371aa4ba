export const manage = {
  label: "Organise this competition",
  sections: {
    overview: "Overview",
    settings: "Settings",
    pages: "Pages and rules",
    phases: "Phases",
    tasks: "Tasks and data",
    tracks: "Tracks",
    board: "Leaderboard",
    entries: "Entries",
    deliverables: "Deliverables",
    submissions: "Submissions",
    rejudges: "Rejudging",
    similarity: "Similarity",
    talk: "Talk",
    statistics: "Statistics",
  },
} as const;
