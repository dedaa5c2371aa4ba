export const teams = {
  show: {
    members: "Members",
    captain: "Captain",
    member: "Member",
    advisor: "Advisor",
    invite: "Invite link",
    inviteHint: "Whoever has this link can join the team.",
    turn: "Make a new link",
    leave: "Leave the team",
  },
  invitation: {
    title: "Join {{team}}",
    accept: "Join this team",
    signIn: "Sign in to join",
  },
  refusals: {
    captainOnly: "Only the captain may do that.",
    nameTooLong: "A team name has at most {{max}} characters.",
    noSuchInvite: "This invite link no longer works. Ask the captain for a new one.",
    full: "The team is full: {{max}} people at most.",
    notIn: "You are not in this team.",
    hasSubmitted: "The team has submitted, so its members stay. Ask the organiser.",
  },
} as const;
