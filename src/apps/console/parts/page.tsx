import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  /** What stands beside the title: filters, buttons. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the console: its heading, which is the tab's title, too, and what it shows. */
export function Page({ title, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Countersign`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        <h1>{title}</h1>
        <span className="page-rest" />
        {actions}
      </header>
      {children}
    </>
  );
}

interface PanelProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Whether what it shows reaches its edges, as tables do. */
  readonly isFlush?: boolean;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Panel({ title, actions, isFlush = false, children }: PanelProps) {
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        {actions}
      </div>
      <div className={isFlush ? 'panel-body flush' : 'panel-body'}>{children}</div>
    </section>
  );
}
