import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { handle } from "../handle.server.ts";

export const loader = ({ request }: LoaderFunctionArgs) => handle(request);
export const action = ({ request }: ActionFunctionArgs) => handle(request);
