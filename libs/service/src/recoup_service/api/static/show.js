// A file of its own because the content security policy allows no inline script.
SwaggerUIBundle({ url: "../openapi.json", dom_id: "#api", deepLinking: true, filter: true });
