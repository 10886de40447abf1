import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkToken } from './access/link-token.ts';
import { createQueries } from './queries.ts';
import { createConsoleRouter } from './routes.tsx';
import { theme, themeVariables } from './theme.ts';
import './styles.css';

// Before the router reads the address: what signs somebody in is to stand there no longer.
takeLinkToken();
const queries = createQueries();
const router = createConsoleRouter(queries);
const place = document.getElementById('console');

if (place) {
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={themeVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
