import { Form } from "@remix-run/react";
import { Bell, BellOff } from "lucide-react";
import { Button } from "../ui/button.tsx";

/** Turns the mails of a topic on or off. Its action reads `what=subscribe` and `wanted`. */
export function SubscribeForm({ wanted, on, off }: { wanted: boolean; on: string; off: string }) {
  const Icon = wanted ? BellOff : Bell;
  return (
    <Form method="post">
      <input type="hidden" name="what" value="subscribe" />
      <Button type="submit" name="wanted" value={wanted ? "no" : "yes"} variant="quiet" size="small">
        <Icon aria-hidden className="size-4" />
        {wanted ? off : on}
      </Button>
    </Form>
  );
}
