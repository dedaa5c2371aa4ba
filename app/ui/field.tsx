import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

type Labelled = { label: ReactNode; hint?: ReactNode; error?: ReactNode };

const CONTROL =
  "w-full rounded-sm border border-line-strong bg-surface px-3.5 py-2.5 text-base text-ink placeholder:text-ink-faint " +
  "hover:border-ink aria-invalid:border-bad disabled:opacity-60";

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {children}
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** What ties a control to its hint and error. */
const described = (id: string, { hint, error }: Labelled) => ({
  id,
  "aria-invalid": error ? (true as const) : undefined,
  "aria-describedby": [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined,
});

export function Field({ label, hint, error, id, className, ...props }: ComponentProps<"input"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <input className={classes(CONTROL, className)} {...props} {...described(key, { label, hint, error })} />
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  id,
  className,
  ...props
}: ComponentProps<"textarea"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <textarea
        rows={5}
        className={classes(CONTROL, className)}
        {...props}
        {...described(key, { label, hint, error })}
      />
    </Frame>
  );
}

export function Select({ label, hint, error, id, className, ...props }: ComponentProps<"select"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <select className={classes(CONTROL, className)} {...props} {...described(key, { label, hint, error })} />
    </Frame>
  );
}

export function Checkbox({ label, hint, error, id, className, ...props }: ComponentProps<"input"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-start gap-3">
        <input
          type="checkbox"
          className={classes("mt-0.5 size-5 shrink-0 accent-accent", className)}
          {...props}
          {...described(key, { label, hint, error })}
        />
        <label htmlFor={key}>{label}</label>
      </div>
      {hint && (
        <p id={`${key}-hint`} className="pl-8 text-sm text-ink-soft">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${key}-error`} className="pl-8 text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a form as a whole; nothing where there is nothing. */
export function FormError({ children }: { children?: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="border-l-4 border-bad bg-bad-wash px-4 py-3 font-medium text-bad">
      {children}
    </p>
  );
}
