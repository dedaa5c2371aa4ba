import { Form } from "@remix-run/react";
import { clsx } from "clsx";
import { SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";

/**
 * The fields that narrow a list. On a phone they fold away behind a button, so that the list is on the first
 * screen; while they do narrow it, they stay in sight.
 */
export function Filters({
  narrowed,
  label,
  children,
}: {
  narrowed: boolean;
  label: string;
  children: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(narrowed);
  return (
    <div className="flex flex-col gap-4">
      <Button
        variant="quiet"
        className="self-start sm:hidden"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <SlidersHorizontal aria-hidden className="size-4" />
        {label}
      </Button>
      <Form
        id={id}
        method="get"
        className={clsx("items-end gap-4 sm:grid sm:grid-cols-3 lg:grid-cols-6", open ? "grid" : "hidden")}
      >
        {children}
      </Form>
    </div>
  );
}
