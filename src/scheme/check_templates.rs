//! Every template of a scheme file, and whether the values that it names are there.

use crate::scheme::file::{Fault, FieldPath, SchemeFile, fault};
use crate::scheme::method::Method;
use crate::scheme::template::Template;
use crate::scheme::value::Value;

impl SchemeFile {
    /// Every template of the file with the path that errors name.
    fn templates(&self) -> impl Iterator<Item = (&Template, FieldPath)> {
        let signature = &self.signature;
        let of_signature = |name: &str| FieldPath::from(&["signature", name]);
        let main = signature
            .base_string
            .iter()
            .map(move |t| (t, of_signature("base_string")));
        let others = signature.alternatives.iter().enumerate();
        let others = others.map(move |(index, t)| (t, of_signature("alternatives").index(index)));
        let parameters = signature.parameters.iter().enumerate();
        let parameters =
            parameters.map(move |(index, p)| (&p.value, of_signature("parameters").index(index)));
        let variants = self.variant.iter().enumerate().flat_map(|(index, variant)| {
            let table = FieldPath::from(&["variant"]).index(index);
            let main = variant.base_string.iter();
            let main = main.map({
                let table = table.clone();
                move |t| (t, table.clone().key("base_string"))
            });
            let others = variant.alternatives.iter().enumerate();
            main.chain(others.map(move |(index, t)| (t, table.clone().key("alternatives").index(index))))
        });
        let required = self.require.iter().enumerate().map(|(index, require)| {
            let path = FieldPath::from(&["require"]).index(index).key("equals");
            (&require.equals, path)
        });
        let claims = self.jwt.iter().flat_map(|jwt| {
            let claims = jwt.claims.iter().map(|(name, t)| (t, "claims", name));
            let sent = jwt.sent.iter().map(|(name, t)| (t, "sent", name));
            claims
                .chain(sent)
                .chain(jwt.header.iter().map(|(name, t)| (t, "header", name)))
        });
        let claims = claims.map(|(t, table, name)| (t, FieldPath::from(&["jwt", table]).key(name)));
        main.chain(others)
            .chain(parameters)
            .chain(variants)
            .chain(required)
            .chain(claims)
    }

    pub(crate) fn check_values(&self) -> Result<(), Fault> {
        let secret_travels = matches!(self.signature.method, Method::Digest(_) | Method::Static);
        for (template, path) in self.templates() {
            for value in template.values() {
                match value {
                    Value::Timestamp if self.timestamp.is_none() => {
                        return fault(
                            path,
                            "`{timestamp}` is signed but nothing says where it is; add a table `[timestamp]`",
                        );
                    }
                    Value::Id if self.id_spec.is_none() => {
                        return fault(
                            path,
                            "`{id}` is signed but nothing says where it is; add a table `[message_id]`",
                        );
                    }
                    Value::Config(name) if !self.config.contains_key(name) => {
                        return fault(
                            path,
                            format!(
                                "`{{config:{name}}}` has no test value; add `{name} = \"…\"` under `[config]`"
                            ),
                        );
                    }
                    Value::Secret if !secret_travels => {
                        return fault(
                            path,
                            "only a plain digest or a static text has the `{secret}` in its base string",
                        );
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }
}
