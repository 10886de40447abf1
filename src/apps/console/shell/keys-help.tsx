import { Button, Kbd, Modal } from '@mantine/core';
import { useState } from 'react';
import { useAllKeys, useKeys } from '../parts/keys.ts';

/** All keys that do something on this page, by `?`. */
export function KeysHelp() {
  const [isOpen, setIsOpen] = useState(false);
  const keys = useAllKeys();
  useKeys([{ press: '?', does: 'show these keys', run: () => setIsOpen(true) }]);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => setIsOpen(true)}
        aria-label="Keys of the keyboard"
        title="Keys of the keyboard (?)"
        visibleFrom="sm"
      >
        ?
      </Button>
      <Modal opened={isOpen} onClose={() => setIsOpen(false)} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
        <dl className="facts">
          {keys.map(({ press, does }) => (
            <div key={`${press} ${does}`} style={{ display: 'contents' }}>
              <dt>
                {press.split(' ').map((key) => (
                  <Kbd key={key} mr="xs">
                    {key}
                  </Kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </Modal>
    </>
  );
}
