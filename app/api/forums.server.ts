import { AgendaBody } from "../agenda/forms.ts";
import { setAgenda } from "../agenda/set-agenda.server.ts";
import { createEdition, createForum } from "../forums/create.server.ts";
import { NewEdition, NewForum } from "../forums/forms.ts";
import { NewTicketKind } from "../registrations/forms.ts";
import { register } from "../registrations/register.server.ts";
import { addTicketKind } from "../registrations/ticket-kinds.server.ts";
import { operation } from "./operation.ts";
import { AgendaAnswer, Created, Registration, RegistrationBody, SlugAnswer } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";

const tag = "Forums";

export const forumOperations = [
  operation({
    method: "POST",
    path: "/forums",
    id: "createForum",
    tag,
    summary: "Make a forum",
    scope: "organise",
    body: NewForum,
    answer: SlugAnswer,
    status: 201,
    handle: async ({ viewer, body }) => {
      const me = signedInHere(viewer);
      return me.ok ? createForum({ viewer: me.value, forum: body }) : me;
    },
  }),
  operation({
    method: "POST",
    path: "/forums/{forum}/editions",
    id: "createEdition",
    tag,
    summary: "Make an edition of a forum",
    scope: "organise",
    body: NewEdition,
    answer: SlugAnswer,
    status: 201,
    handle: async ({ viewer, params, body }) => {
      const me = signedInHere(viewer);
      return me.ok ? createEdition({ viewer: me.value, forumSlug: params.forum, edition: body }) : me;
    },
  }),
  operation({
    method: "PUT",
    path: "/forums/{forum}/{edition}/agenda",
    id: "setAgenda",
    tag,
    summary: "Replace an edition's whole agenda: the draft, or what everybody sees",
    scope: "organise",
    body: AgendaBody,
    answer: AgendaAnswer,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      return setAgenda({
        now,
        viewer: me.value,
        forumSlug: params.forum,
        editionSlug: params.edition,
        agenda: body,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/forums/{forum}/{edition}/ticket-kinds",
    id: "addTicketKind",
    tag,
    summary: "Add a kind of ticket to an edition",
    scope: "organise",
    body: NewTicketKind,
    answer: Created,
    status: 201,
    handle: async ({ viewer, params, body }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      return addTicketKind({
        viewer: me.value,
        forumSlug: params.forum,
        editionSlug: params.edition,
        kind: body,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/forums/{forum}/{edition}/registrations",
    id: "register",
    tag,
    summary: "Take a place at an edition; asking again answers the same ticket",
    scope: "take_part",
    body: RegistrationBody,
    answer: Registration,
    status: 201,
    handle: async ({ viewer, params, body, now }) => {
      const me = signedInHere(viewer);
      if (!me.ok) return me;
      return register({
        viewer: me.value,
        forumSlug: params.forum,
        editionSlug: params.edition,
        ticketKindId: body.ticketKindId,
        now,
      });
    },
  }),
];
